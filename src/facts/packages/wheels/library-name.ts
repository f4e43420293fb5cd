/** A library in a Python distribution, by the name of its file. */
export interface LibraryName {
  /** Folder of the distribution: `numpy.libs`, `torch`. */
  readonly of: string;
  /** `libtiff`. */
  readonly stem: string;
  /** `6.0.2` of `libtiff-d0580107.so.6.0.2`; most are of the interface, and none of a release. */
  readonly number?: string;
  /** The path with the name that the library had before it was put there: `.../libtiff.so.6.0.2`. */
  readonly path: string;
  /** The name alone shows a foreign library: a hash in it, a number after it, or a folder for such libraries. */
  readonly isForeign: boolean;
}

/**
 * Tools that repair wheels copy the libraries that a wheel needs into it, and put a hash of the content into their names: auditwheel `numpy.libs/libz-a1b2c3d4.so.1`,
 * delvewheel `numpy.libs/zlib-HASH.dll`, delocate `numpy/.dylibs/libz.1.dylib`, PyTorch's own `torchvision.libs/libz.a1b2c3d4.so.1`. Others
 * are next to the code. Undefined for other files.
 */
export function libraryName(path: string): LibraryName | undefined {
  const folders = path.split("/");
  const base = folders.pop() ?? "";
  const parent = folders.at(-1) ?? "";
  const isRepaired = parent === ".dylibs" || (parent.endsWith(".libs") && parent !== ".libs");
  const site = Math.max(folders.lastIndexOf("site-packages"), folders.lastIndexOf("dist-packages"));
  if (base.length > 160 || (!isRepaired && site === -1)) return undefined;
  const file = parted(base);
  if (file === undefined) return undefined;
  const of = parent === ".dylibs" ? (folders.at(-2) ?? "") : isRepaired ? parent : (folders[site + 1] ?? "");
  const { stem, number, extension, hashed } = file;
  if (!/^[A-Za-z_][\w.+-]*$/.test(stem)) return undefined;
  const isOwn = !isRepaired && folders.slice(site + 1).some((folder) => isAlike(folder, stem));
  if (isOwn || (!isRepaired && !stem.startsWith("lib"))) return undefined;
  const originalName = `${stem}${extension === ".dll" ? ".dll" : ".so"}${number === undefined ? "" : `.${number}`}`;
  return {
    of,
    stem,
    ...(number !== undefined && { number }),
    path: `${folders.join("/")}/${originalName}`,
    isForeign: isRepaired || hashed || number !== undefined,
  };
}

interface Parted {
  readonly stem: string;
  readonly number?: string;
  readonly extension: ".so" | ".dll" | ".dylib";
  readonly hashed: boolean;
}

function parted(base: string): Parted | undefined {
  if (base.endsWith(".dll")) {
    const whole = base.slice(0, -4);
    const at = whole.lastIndexOf("-");
    const hashed = at > 0 && /^[\da-f]{8,64}$/.test(whole.slice(at + 1));
    return { stem: hashed ? whole.slice(0, at) : whole, extension: ".dll", hashed };
  }
  if (base.endsWith(".dylib")) {
    const whole = base.slice(0, -6);
    const at = whole.search(/\.\d/);
    return {
      ...unhashed(at === -1 ? whole : whole.slice(0, at)),
      ...(at !== -1 && { number: whole.slice(at + 1) }),
      extension: ".dylib",
    };
  }
  const at = base.indexOf(".so");
  const soVersion = base.slice(at + 3);
  if (at === -1 || (soVersion !== "" && !/^\.\d[\w.]*$/.test(soVersion))) return undefined;
  // Python's own modules: `etree.cpython-313-x86_64-linux-gnu.so`.
  if (/\.(?:cpython-|abi3|pypy)/.test(base)) return undefined;
  return { ...unhashed(base.slice(0, at)), ...(soVersion !== "" && { number: soVersion.slice(1) }), extension: ".so" };
}

/** Wheels that were repaired twice have two. */
function unhashed(stem: string): { readonly stem: string; readonly hashed: boolean } {
  let plain = stem;
  while (/^[-.][\da-f]{8}$/.test(plain.slice(-9))) plain = plain.slice(0, -9);
  return { stem: plain, hashed: plain !== stem };
}

/** `libarrow` in `pyarrow`, `libtensorflow_cc` in `tensorflow`, `libcudnn` in `nvidia/cudnn`: the wheel's main library. */
function isAlike(folder: string, stem: string): boolean {
  const [a, b] = [folder, stem.slice(3)].map((text) => text.toLowerCase().replaceAll(/[^a-z\d]/g, ""));
  if (a === undefined || b === undefined || Math.min(a.length, b.length) < 4) return false;
  return a.includes(b) || b.includes(a);
}
