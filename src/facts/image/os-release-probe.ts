import type { ImageInfo } from "../../domain/image/image-info.ts";
import type { LayerProbe } from "../../domain/image/layer-probe.ts";
import { oldReleasePaths, parseOldRelease, parseOsRelease } from "./os.ts";

/**
 * Which distribution a file names. `/etc/os-release` is mostly a link, so that any file with that name counts; the reader follows
 * `osReleasePaths`, then `oldReleasePaths`, through the links of the final file system, and uses the value of their target.
 */
export const osReleaseProbe: LayerProbe<ImageInfo["os"]> = {
  name: "os-release",
  // Fedora once had its variants in a folder, with a link to the one in force.
  looksAt: {
    names: ["os-release", "alpine-release", "redhat-release", "centos-release", "debian_version"],
    under: ["/usr/lib/os.release.d/"],
  },
  maxBytes: 64 * 1024,
  read({ path }, body) {
    const bytes = body.read(0, body.size);
    const old = oldReleasePaths.includes(path) || path.endsWith("/centos-release");
    const os = old ? parseOldRelease(path, bytes) : parseOsRelease(bytes);
    return Object.keys(os).length === 0 ? undefined : os;
  },
};
