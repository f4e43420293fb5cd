import type { Member } from "../images/archive.ts";
import { startRegistry, type RegistryFaults, type TestServer } from "../images/registry-server.ts";
import { blobStore, type BlobStore } from "../images/oci.ts";

export interface FakeRegistry extends TestServer {
  readonly store: BlobStore;
  /** `REPOSITORY:TAG` -> digest. */
  readonly tags: Map<string, string>;
  /** What the catalog lists; by default all repositories that have tags. */
  catalog: readonly string[] | undefined;
  /** Answers every request with 429 and this Retry-After, in seconds. */
  busySeconds: number | undefined;
}

/** A registry out of memory with catalog, lists of tags and HEAD, which can be made busy. */
export async function startFakeRegistry(faults: RegistryFaults = {}): Promise<FakeRegistry> {
  const store = blobStore();
  const tags = new Map<string, string>();
  const state: { catalog: readonly string[] | undefined; busySeconds: number | undefined } = {
    catalog: undefined,
    busySeconds: undefined,
  };
  const server = await startRegistry(store, tags, {
    ...faults,
    before(request, response, count) {
      if (state.busySeconds !== undefined) {
        response.writeHead(429, { "Retry-After": String(state.busySeconds) }).end();
        return true;
      }
      const { pathname } = new URL(request.url ?? "", "http://registry");
      const names = [...tags.keys()];
      if (pathname === "/v2/_catalog") {
        const repositories = [...new Set(names.map((name) => name.slice(0, name.lastIndexOf(":"))))];
        response.end(JSON.stringify({ repositories: state.catalog ?? repositories }));
        return true;
      }
      const repository = /^\/v2\/(.+)\/tags\/list$/.exec(pathname)?.[1];
      if (repository === undefined) return faults.before?.(request, response, count) ?? false;
      const own = names.flatMap((name) =>
        name.startsWith(`${repository}:`) ? [name.slice(repository.length + 1)] : [],
      );
      response.end(JSON.stringify({ name: repository, tags: own }));
      return true;
    },
  });
  return Object.defineProperties(Object.assign(server, { store, tags }), {
    catalog: {
      get: () => state.catalog,
      set(value: readonly string[] | undefined) {
        state.catalog = value;
      },
    },
    busySeconds: {
      get: () => state.busySeconds,
      set(value: number | undefined) {
        state.busySeconds = value;
      },
    },
  }) as FakeRegistry;
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
