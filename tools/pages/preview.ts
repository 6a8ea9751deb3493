/** What a link to a page is shown with elsewhere. */
export interface Preview {
  /** Path of the page from the root of the site, `` for the landing. */
  path: string;
  title: string;
  description: string;
  type: 'website' | 'article';
  /** Path of a picture from the root of the site. */
  image: string;
  imageText: string;
}

/** An element of the head without content. */
export interface HeadTag {
  tag: 'meta' | 'link';
  attrs: Readonly<Record<string, string>>;
}

/** The way from a page to the root of the site: `../../`. */
export function upFrom(path: string): string {
  return path === '' ? './' : '../'.repeat(path.split('/').length - 1);
}

/**
 * The address under which the site will stand, with a slash at its end; '' where it is not known. Pages work without,
 * but those that show previews take no relative addresses of pictures.
 */
export function siteAddress(given = ''): string {
  if (given === '') return '';
  if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol))
    throw new Error(`GOODPUT_ADDRESS takes the address of the site, as https://example.org/goodput/, not ${given}`);
  const { origin, pathname } = new URL(given);
  return `${origin}${pathname.replace(/\/*$/, '/')}`;
}

/** Open Graph, and what it leaves to others. @param address of the site, or '' */
export function previewTags({ path, title, description, type, image, imageText }: Preview, address: string): readonly HeadTag[] {
  const meta = (property: string, content: string): HeadTag => ({ tag: 'meta', attrs: { property, content } });
  const known: readonly HeadTag[] =
    address === '' ? [] : [{ tag: 'link', attrs: { rel: 'canonical', href: address + path } }, meta('og:url', address + path)];
  return [
    ...known,
    meta('og:site_name', 'Goodput'),
    meta('og:type', type),
    meta('og:title', title),
    meta('og:description', description),
    meta('og:image', (address || upFrom(path)) + image),
    meta('og:image:alt', imageText),
    { tag: 'meta', attrs: { name: 'twitter:card', content: 'summary_large_image' } },
  ];
}
