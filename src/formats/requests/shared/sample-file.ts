interface SampleFile {
  readonly name: string;
  readonly type: string;
  readonly hex: string;
}

const text = (name: string, type: string, content: string): SampleFile => ({
  name,
  type,
  hex: Buffer.from(content).toString("hex"),
});

/** One white pixel. */
const png =
  "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082";
/** An archive without files. */
const zip = "504b0506000000000000000000000000000000000000";
const pdf =
  "%PDF-1.1\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/** A small valid file of a media type, or of what a name speaks of. */
export function sampleFile(type: string): SampleFile {
  if (/png|image|photo|picture|avatar|logo|icon|cover/iu.test(type))
    return { name: "sample.png", type: "image/png", hex: png };
  if (/pdf/iu.test(type)) return text("sample.pdf", "application/pdf", pdf);
  if (/zip|archive/iu.test(type)) return { name: "sample.zip", type: "application/zip", hex: zip };
  if (/csv/iu.test(type)) return text("sample.csv", "text/csv", "name,count\nsample,1\n");
  if (/json/iu.test(type)) return text("sample.json", "application/json", '{"name":"sample"}');
  return text("sample.txt", "text/plain", "sample\n");
}
