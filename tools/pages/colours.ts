/** Declarations of the page's colours that a text uses. @param style the page's style sheet: the light ones stand first */
export function coloursIn(text: string, style: string, scheme: 'light' | 'dark' = 'light'): string {
  const names = new Set([...text.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name));
  const from = scheme === 'light' ? style : style.slice(style.indexOf('color-scheme: dark'));
  return [...names]
    .sort()
    .map((name) => {
      const declared = new RegExp(`${name}: [^;]+;`).exec(from);
      if (!declared) throw new Error(`the page has no colour ${name}`);
      return declared[0];
    })
    .join(' ');
}
