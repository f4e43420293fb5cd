import type { FileBody } from "../../../domain/image/file-body.ts";
import type { Ecosystem, FoundPackage } from "../ecosystem.ts";
import { decode } from "../ecosystem.ts";
import { ownedPaths } from "../owned-paths.ts";
import { hashHeaders, isHashFile } from "../rpm/berkeley-db.ts";
import { readHeader } from "../rpm/header.ts";
import { manifestPackages } from "../rpm/manifest.ts";
import { ndbHeaders, ndbMagic } from "../rpm/ndb.ts";
import { packageOf } from "../rpm/package-of.ts";
import { sqliteHeaders, sqliteMagic } from "../rpm/sqlite.ts";
import { refuseCommitted } from "../rpm/write-ahead-log.ts";

/** The folders of most systems, of newer ones, and of ostree. */
const database =
  /^\/(?:var\/lib|usr\/lib\/sysimage|usr\/share)\/rpm\/(?:Packages|Packages\.db|rpmdb\.sqlite(?:-wal)?)$/;
const manifest = "/var/lib/rpmmanifest/container-manifest-2";

/**
 * Packages of rpm: headers out of any of its databases (SQLite, ndb, Berkeley DB), recognized by their first bytes. Requirements
 * and provided names are capabilities, and paths of other packages' files.
 */
const rpm: Ecosystem = {
  name: "rpm",
  type: "rpm",
  distribution: true,
  database: true,
  looksAt: { names: ["Packages", "Packages.db", "rpmdb.sqlite", "rpmdb.sqlite-wal", "container-manifest-2"] },
  wants: ({ path }) => database.test(path) || path === manifest,
  // Read by pages; a full server's Berkeley DB has 150 MB.
  maxBytes: 512 * 1024 * 1024,
  read({ path }, body) {
    if (body.size === 0) return undefined;
    if (path === manifest) return { packages: manifestPackages(decode(body.read(0, body.size))) };
    if (path.endsWith("-wal")) {
      refuseCommitted(body);
      return undefined;
    }
    const join = ownedPaths();
    const packages: FoundPackage[] = [];
    for (const bytes of headersOf(body)) {
      const packageRecord = packageOf(readHeader(bytes), join);
      if (packageRecord !== undefined) packages.push(packageRecord);
    }
    return { packages };
  },
};
export default rpm;

function headersOf(body: FileBody): Iterable<Uint8Array> {
  const head = body.read(0, 64);
  const text = decode(head);
  if (text.startsWith(sqliteMagic)) return sqliteHeaders(body);
  if (text.startsWith(ndbMagic)) return ndbHeaders(body);
  if (isHashFile(head)) return hashHeaders(body);
  throw new Error("it is none of the databases that rpm writes");
}
