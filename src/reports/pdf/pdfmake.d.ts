// Its own types name the browser's library, which would change what `fetch` means everywhere.
declare module 'pdfmake' {
  const pdfmake: {
    setFonts(fonts: { readonly [family: string]: { readonly [style: string]: string } }): void;
    setUrlAccessPolicy(allows: (url: string) => boolean): void;
    setLocalAccessPolicy(allows: (path: string) => boolean): void;
    createPdf(document: object): { getBuffer(): Promise<Uint8Array> };
  };
  export = pdfmake;
}
declare module 'pdfmake/fonts/Roboto.js' {
  const fonts: { readonly [family: string]: { readonly [style: string]: string } };
  export = fonts;
}
