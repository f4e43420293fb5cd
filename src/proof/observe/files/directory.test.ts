import fc from "fast-check";
import { expect, test } from "vitest";
import { tarOf } from "../../../../test/images/archive.ts";
import { directoryListing, numberedInside, entriesCounted } from "./directory.ts";

function list(archive: Buffer, sizes: readonly number[] = [archive.length], of?: "it" | "its entries") {
  const listing = directoryListing(of);
  let at = 0;
  for (const size of [...sizes, archive.length]) {
    if (listing.add(archive.subarray(at, at + size))) break;
    at += size;
  }
  return listing.end();
}

const long = `./${"n".repeat(150)}/`;
const archive = tarOf([
  { path: "./", mode: 0o3777, uid: 999, gid: 101 },
  { path: "./a", content: "x".repeat(700) },
  { path: "./dir/" },
  { path: "./dir/below", content: "1" },
  { path: "./dir/deeper/" },
  { path: long, long: "pax" },
  { path: "./link", type: "symlink", link: "a" },
]);

test("reads mode, owner and direct entries of the first member", () => {
  expect(list(archive)).toEqual({ mode: "3777", uid: 999, gid: 101, entries: 4 });
});

test("lists no entries of an empty directory, and needs itself from an empty archive", () => {
  expect(list(tarOf([{ path: "./", mode: 0o755 }]))).toEqual({ mode: "755", uid: 0, gid: 0, entries: 0 });
  expect(list(tarOf([]))).toBe("without itself");
  expect(list(tarOf([]), [], "it")).toBeUndefined();
});

test("requests the directory by its name if the engine omits it", () => {
  const below = [
    { path: "data/", uid: 999 },
    { path: "data/file", content: "1" },
  ];
  expect(list(tarOf(below))).toBe("without itself");
  const named = tarOf([
    { path: "srv/", mode: 0o750, uid: 7 },
    ...below.map((one) => ({ ...one, path: `srv/${one.path}` })),
  ]);
  expect(list(named, [], "it")).toEqual({
    mode: "750",
    uid: 7,
    gid: 0,
    entries: 1,
    folders: [{ path: "data", mode: "755", uid: 999, gid: 0 }],
  });
  // Of the root all names are absolute.
  const root = tarOf([{ path: "/" }, { path: "/bin/" }, { path: "/bin/sh", content: "" }]);
  expect(list(root, [], "it")).toMatchObject({ entries: 1, folders: [{ path: "bin" }] });
  // A file, whichever way it is asked for.
  expect(list(tarOf([{ path: "passwd", content: "x" }]))).toBe("without itself");
  expect(list(tarOf([{ path: "passwd", content: "x" }]), [], "it")).toBeUndefined();
});

test("stops counting in a large one", () => {
  const many = Array.from({ length: 500 }, (_, at) => ({ path: `./f${at}`, content: "" }));
  expect(list(tarOf([{ path: "./" }, ...many]))).toMatchObject({ entries: entriesCounted });
});

test("accepts any chunk boundaries", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 30 }), (sizes) => {
      expect(list(archive, sizes)).toEqual(list(archive));
    }),
  );
});

test("never throws on any bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4096 }), (bytes) => {
      list(Buffer.from(bytes));
    }),
  );
});

test("maps owners to ids inside with userns-remap", () => {
  const found = {
    mode: "1777",
    uid: 200_000,
    gid: 300_000,
    entries: 1,
    folders: [{ path: "app", mode: "755", uid: 201_000, gid: 301_000 }],
  };
  const remapped = { rootDir: "/var/lib/docker/200000.300000", securityOptions: ["name=seccomp", "name=userns"] };
  expect(numberedInside(found, remapped)).toEqual({
    mode: "1777",
    uid: 0,
    gid: 0,
    entries: 1,
    folders: [{ path: "app", mode: "755", uid: 1000, gid: 1000 }],
  });
  expect(numberedInside({ ...found, uid: 0 }, remapped).uid).toBe(0);
  expect(numberedInside(found, { rootDir: "/var/lib/docker", securityOptions: [] })).toEqual(found);
  expect(numberedInside(found, { ...remapped, securityOptions: [] })).toEqual(found);
});
