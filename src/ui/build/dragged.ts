/** What a drag from the palette carries. */
export const DRAGGED = 'application/x-goodput-kind';

/** The kind of component under way: while it is over the canvas, a drag does not say what it carries. */
export const dragged: { kind: string | null } = { kind: null };
