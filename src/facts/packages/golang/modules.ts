/** A module that a program holds, as it was built: replacements are followed. */
export interface GoModule {
  readonly path: string;
  readonly version: string;
}

export interface GoModules {
  /** Absent for programs that were built from single files. */
  readonly main?: GoModule;
  readonly dependencies: readonly GoModule[];
  /** `-ldflags`, `vcs.revision`, `GOOS`, by name. */
  readonly settings: ReadonlyMap<string, string>;
}

/**
 * Go's list of modules: lines of words that tabs part (`runtime/debug`, BuildInfo.String). `mod` is the main module, `dep` any
 * other, `=>` what the one before was replaced with, `build` a setting. Lines that say something else are left out.
 */
export function parseModules(text: string): GoModules {
  let main: GoModule | undefined;
  const dependencies: GoModule[] = [];
  const settings = new Map<string, string>();
  let last: "mod" | "dep" | undefined;
  for (const line of text.split("\n")) {
    const [word, path = "", version = ""] = line.split("\t");
    if (word === "mod" && path !== "") {
      main = { path, version };
      last = "mod";
    } else if (word === "dep" && path !== "") {
      dependencies.push({ path, version });
      last = "dep";
    } else if (word === "=>" && !isFolder(path)) {
      if (last === "mod") main = { path, version };
      else if (last === "dep") dependencies[dependencies.length - 1] = { path, version };
    } else if (word === "build") {
      const at = path.indexOf("=");
      if (at > 0) settings.set(unquote(path.slice(0, at)), unquote(line.slice(word.length + 1 + at + 1)));
    }
  }
  return { ...(main === undefined ? {} : { main }), dependencies, settings };
}

/** `=> ./staging/src/k8s.io/api`: a module under the name that it replaces, with its code in a folder of the main module. */
function isFolder(path: string): boolean {
  return path === "" || path.startsWith(".") || path.startsWith("/") || /^[A-Za-z]:/.test(path);
}

/** Go quotes values that have spaces, quotes or `=` in them (strconv.Quote, and strconv.Unquote accepts backquotes too). */
function unquote(text: string): string {
  if (text.length >= 2 && text.startsWith("`") && text.endsWith("`")) return text.slice(1, -1);
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  return text.slice(1, -1).replaceAll(/\\(["\\])/g, "$1");
}
