declare module '*?iife-text' {
  const text: string;
  export default text;
}
