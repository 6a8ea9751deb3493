import { coloursIn } from './colours.ts';
import { type HeadTag, type Preview, previewTags, upFrom } from './preview.ts';

/** A text as HTML, in an element or between double quotes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

/** What every page of the site is made with. */
export interface Site {
  /** Where it will stand, with a slash at its end, or ''. */
  address: string;
  /** The page's style sheet, from which the colours are. */
  pageStyle: string;
}

/** Nothing is loaded from anywhere but here, and nothing runs. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'";

/** A page that is only read. @param head @param main as HTML */
export function staticPage(preview: Preview, { address, pageStyle }: Site, main: string, head = ''): string {
  const { path, title, description } = preview;
  const up = upFrom(path);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · Goodput</title>
<meta name="description" content="${escaped(description)}">
<meta name="color-scheme" content="light dark">
${previewTags(preview, address).map(tagHtml).join('\n')}
<link rel="icon" href="${up}icon.svg" type="image/svg+xml">
${head}<style>:root{${coloursIn(STYLE, pageStyle)}}@media(prefers-color-scheme:dark){:root{${coloursIn(STYLE, pageStyle, 'dark')}}}
${STYLE}</style>
</head>
<body>
<nav><a href="${up}">Goodput</a><a href="${up}glossary/">Glossary</a></nav>
<main>
${main}
</main>
</body>
</html>
`;
}

function tagHtml({ tag, attrs }: HeadTag): string {
  return `<${tag} ${Object.entries(attrs)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(' ')}>`;
}

const STYLE = `body{margin:0 auto;max-width:720px;padding:20px 20px 80px;background:var(--bg);color:var(--ink);font:16px/1.55 Inter,system-ui,sans-serif}
nav{display:flex;gap:20px;margin-bottom:36px}
a{color:var(--accent);text-underline-offset:2px}
h1{margin:0 0 12px;font-size:32px;line-height:1.15;letter-spacing:-.02em}
h2{margin:36px 0 4px;font-size:18px;line-height:1.3}
p{margin:0 0 8px}
h2+p+p{color:var(--ink-2)}
small{color:var(--ink-2);font-size:14px;font-weight:400}
ul.letters{display:flex;flex-wrap:wrap;gap:4px 14px;margin:16px 0;padding:0;list-style:none}
:target{scroll-margin-top:12px;background:var(--accent-soft)}`;
