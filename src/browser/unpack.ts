/** JSON that was packed with gzip and written as base64. Closed: it uses nothing but what browsers and Node have. */
export async function unpack(text: string): Promise<unknown> {
  const bytes = Uint8Array.from(atob(text.trim()), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return await new Response(stream).json();
}
