import type { Member } from "../images/archive.ts";
import { startRegistry, type RegistryFaults, type TestServer } from "../images/registry-server.ts";
import { blobStore, type BlobStore } from "../images/oci.ts";

/** What of it can be changed while it runs. */
interface RegistryMood {
  /** What the catalog lists; by default all repositories that have tags. */
  catalog: readonly string[] | undefined;
  /** Names a second page of the catalog, which ends with 500. */
  brokenPages: boolean;
  /** Of these, `REPOSITORY:TAG`, lists of tags say nothing. */
  readonly hiddenTags: Set<string>;
  /** Answers every request with 429 and this Retry-After, in seconds. */
  busySeconds: number | undefined;
}

export interface FakeRegistry extends TestServer, RegistryMood {
  readonly store: BlobStore;
  /** `REPOSITORY:TAG` -> digest. */
  readonly tags: Map<string, string>;
}

/** A registry out of memory with catalog, lists of tags and HEAD, which can be made busy. */
export async function startFakeRegistry(faults: RegistryFaults = {}): Promise<FakeRegistry> {
  const store = blobStore();
  const tags = new Map<string, string>();
  const mood: RegistryMood = { catalog: undefined, brokenPages: false, hiddenTags: new Set(), busySeconds: undefined };
  const server = await startRegistry(store, tags, {
    ...faults,
    before(request, response, count) {
      const { catalog, brokenPages, hiddenTags, busySeconds } = mood;
      if (busySeconds !== undefined) {
        response.writeHead(429, { "Retry-After": String(busySeconds) }).end();
        return true;
      }
      const { pathname, searchParams } = new URL(request.url ?? "", "http://registry");
      const names = [...tags.keys()];
      if (pathname === "/v2/_catalog") {
        if (searchParams.has("last")) {
          response.writeHead(500).end();
          return true;
        }
        if (brokenPages) response.setHeader("Link", '</v2/_catalog?last=x>; rel="next"');
        const repositories = [...new Set(names.map((name) => name.slice(0, name.lastIndexOf(":"))))];
        response.end(JSON.stringify({ repositories: catalog ?? repositories }));
        return true;
      }
      const repository = /^\/v2\/(.+)\/tags\/list$/.exec(pathname)?.[1];
      if (repository === undefined) return faults.before?.(request, response, count) ?? false;
      const own = names.flatMap((name) =>
        name.startsWith(`${repository}:`) && !hiddenTags.has(name) ? [name.slice(repository.length + 1)] : [],
      );
      response.end(JSON.stringify({ name: repository, tags: own }));
      return true;
    },
  });
  return Object.assign(mood, server, { store, tags });
}

/** The members of a layer that installs npm packages. */
export function npmLayer(packages: Readonly<Record<string, string>>, folder = "app"): readonly Member[] {
  return Object.entries(packages).map(([name, version]) => ({
    path: `${folder}/node_modules/${name}/package.json`,
    content: JSON.stringify({ name, version }),
  }));
}

/** The members of a layer of Debian 13 with these packages in its status file, which replaces that of the layers below. */
export function debianLayer(packages: Readonly<Record<string, string>>): readonly Member[] {
  const paragraphs = Object.entries(packages).map(
    ([name, version]) => `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n`,
  );
  return [
    { path: "etc/os-release", content: 'ID=debian\nVERSION_ID="13"\nVERSION_CODENAME=trixie\n' },
    { path: "var/lib/dpkg/status", content: `${paragraphs.join("\n")}\n` },
  ];
}
