import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useState } from 'react';
import { monaco } from './monaco.ts';

/** The editor in the page's own colours; its name. */
export function useMonacoTheme(): string {
  const scheme = useComputedColorScheme('light');
  const name = `goodput-${scheme}`;
  const [ready, setReady] = useState('');
  useEffect(() => {
    const style = getComputedStyle(document.documentElement);
    // the editor knows colours of six digits only
    const colour = (variable: string) =>
      style
        .getPropertyValue(variable)
        .trim()
        .replace(/^#(\w)(\w)(\w)$/, '#$1$1$2$2$3$3');
    const token = (kind: string, variable: string) => ({ token: kind, foreground: colour(variable).slice(1) });
    monaco.editor.defineTheme(name, {
      base: scheme === 'dark' ? 'vs-dark' : 'vs',
      inherit: true,
      rules: [
        token('string.key.json', '--ink'),
        token('string.value.json', '--ok-text'),
        token('number', '--accent'),
        token('keyword', '--accent'),
        token('string', '--ok-text'),
        token('comment', '--ink-3'),
      ],
      colors: {
        'editor.background': colour('--panel'),
        'editor.foreground': colour('--ink'),
        'editorLineNumber.foreground': colour('--ink-3'),
        'editorLineNumber.activeForeground': colour('--ink'),
        'editor.lineHighlightBorder': colour('--line-2'),
        'editorIndentGuide.background1': colour('--line-2'),
        'editorWidget.background': colour('--panel'),
        'editorWidget.border': colour('--line'),
        'editorError.foreground': colour('--error-text'),
      },
    });
    setReady(name);
  }, [name, scheme]);
  return ready || (scheme === 'dark' ? 'vs-dark' : 'vs');
}
