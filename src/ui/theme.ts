import { createTheme } from '@mantine/core';

/** Restrained: one family, four sizes, one accent. By name, so that the theme loads no component that the page does not. */
export const theme = createTheme({
  // the kit's dark greys, replaced by the page's own
  colors: { dark: ['#ececee', '#c9ccd1', '#a7acb5', '#8a909a', '#2c2f36', '#25282e', '#1a1c20', '#1a1c20', '#131417', '#0e0f11'] },
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 3 },
  autoContrast: true,
  fontFamily: 'Inter Variable, system-ui, sans-serif',
  fontFamilyMonospace: 'JetBrains Mono Variable, ui-monospace, monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '17px', xl: '17px' },
  defaultRadius: 7,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'compact-sm' }, styles: { root: { height: 28, fontWeight: 500, fontSize: 12, paddingInline: 10 } } },
    ActionIcon: { defaultProps: { radius: 6 } },
    Modal: {
      defaultProps: {
        centered: true,
        radius: 10,
        transitionProps: { duration: 120 },
        closeButtonProps: { 'aria-label': 'Close' },
        attributes: { header: { role: 'none' } },
      },
      styles: { title: { fontSize: 17, fontWeight: 620, letterSpacing: '-0.015em' } },
    },
    // on a phone what opens beside something comes from below, and the page lies behind it (`sheet.css`)
    Popover: {
      defaultProps: { withOverlay: true, overlayProps: { className: 'sheet-cover', zIndex: 299 }, clickOutsideEvents: ['click'] },
    },
    // closed by the end of a tap: by its beginning, the end of it would press what lies below
    Menu: { defaultProps: { transitionProps: { duration: 80 }, clickOutsideEvents: ['click', 'keydown'] } },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 80 }, fz: 12 } },
    // the list itself scrolls: keys move through it, and nothing else in it needs the focus
    Select: {
      defaultProps: { size: 'xs', checkIconPosition: 'right', withScrollArea: false },
      styles: { input: { textOverflow: 'ellipsis' }, options: { maxHeight: 'min(340px, 70dvh)', overflowY: 'auto' } },
    },
    TextInput: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { transitionDuration: 120 } },
    Checkbox: { defaultProps: { size: 'xs' } },
  },
});
