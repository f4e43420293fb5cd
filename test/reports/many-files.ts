import type { ImageFiles } from "../../src/domain/image/image-files.ts";

/** Files of a made-up image, the same for the same number: folders of a hundred files, three layers, a tenth overwritten. */
export function manyFiles(count: number, { used = false, venom = "" } = {}): ImageFiles {
  const names = [""];
  const parents = [0];
  const columns = { paths: [] as number[], layer: [] as number[], bytes: [] as number[], hiddenBy: [] as number[] };
  const folders = new Map<string, number>();
  const rowOf = (parent: number, name: string) => {
    const key = `${parent}/${name}`;
    const known = folders.get(key);
    if (known !== undefined) return known;
    names.push(`${venom}${name}`);
    parents.push(parent);
    folders.set(key, names.length - 1);
    return names.length - 1;
  };
  for (let at = 0; at < count; at++) {
    const top = rowOf(0, ["usr", "opt", "var", "app"][at % 4] ?? "usr");
    const folder = rowOf(rowOf(top, `part-${Math.floor(at / 4_000)}`), `folder-${Math.floor(at / 100)}`);
    columns.paths.push(rowOf(folder, `file-${at}.bin`));
    columns.layer.push(at % 3);
    columns.bytes.push(1 + ((at * 7_919) % 100_000));
    columns.hiddenBy.push(at % 10 === 0 && at % 3 < 2 ? 2 : -1);
  }
  const owners = ["pkg:deb/debian/a@1", "pkg:deb/debian/b@2"].map((purl) => `${venom}${purl}`);
  return {
    image: `${venom}sample/app:1`,
    layers: [
      { createdBy: `${venom}ADD rootfs.tar /` },
      { createdBy: `${venom}RUN make install`, line: 4 },
      { createdBy: `${venom}COPY . /app`, line: 7 },
    ],
    names,
    parents,
    ...columns,
    owned: columns.paths.map((_, at) => (at % 5 === 0 ? at % 2 : -1)),
    owners,
    ...(used && { used: columns.hiddenBy.map((by, at) => (by >= 0 ? -1 : at % 6 === 0 ? 1 : 0)) }),
  };
}
