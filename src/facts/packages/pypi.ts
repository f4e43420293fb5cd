import type { Ecosystem } from "./ecosystem.ts";
import { decode } from "./ecosystem.ts";
import { purl } from "./purl.ts";

const metadata = /\.dist-info\/METADATA$|\.egg-info(?:\/PKG-INFO)?$/;

/** Installed Python distributions: `*.dist-info/METADATA` (PyPA core metadata), `*.egg-info[/PKG-INFO]` of distutils and setuptools. */
export const pypi: Ecosystem = {
  type: "pypi",
  interested: (path) => metadata.test(path),
  parse(_path, bytes) {
    const headers = new Map<string, string>();
    for (const line of decode(bytes).split(/\r?\n/)) {
      // The description follows the first empty line, and may quote any header.
      if (line === "") break;
      const match = /^(Name|Version):[ \t]*(.*?)[ \t]*$/i.exec(line);
      const key = match?.[1]?.toLowerCase();
      if (key !== undefined && match?.[2] !== undefined && !headers.has(key)) headers.set(key, match[2]);
    }
    const name = headers.get("name") ?? "";
    const version = headers.get("version") ?? "";
    if (name === "" || version === "") throw new Error("it has no Name or no Version");
    return [{ purl: purl("pypi", undefined, name, version), name, version }];
  },
};
