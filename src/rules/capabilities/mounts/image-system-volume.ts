import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

/** What the runtime mounts itself. */
const kernel = /^\/(?:sys|dev|proc)(?:\/|$)/;
/** Programs, libraries, settings, and the sockets of engines. */
const system =
  /^\/(?:$|(?:etc|s?bin|lib(?:32|64)?|usr|boot|run\/secrets)\/*$|(?:var\/)?run\/(?:docker|containerd|crio|podman)\b)/;

export default defineRule({
  id: "capabilities/image-system-volume",
  title: "Image volume over a system directory",
  why:
    "The engine puts a new volume over the folder at every start: over /proc, /sys and /dev it hides what the runtime mounts there, or invites mounting the host's own; over /etc or /usr it keeps the system's old files when the image is updated, " +
    "because a volume that exists is not filled again.",
  severity: "warning",
  needs: ["configuration"],
  fix: "none",
  also: ["dockle/DKL-DI-0002"],
  examples: [
    { kind: "image", bad: { config: { volumes: ["/sys"] } }, good: { config: { volumes: ["/srv/data"] } } },
    { kind: "image", bad: { config: { volumes: ["/etc"] } }, good: { config: { volumes: ["/etc/app/conf.d"] } } },
  ],
  *check({ configuration }) {
    for (const volume of configuration.volumes) {
      const path = `/${volume.split("/").filter(Boolean).join("/")}`;
      const ofKernel = kernel.test(path);
      if (!ofKernel && !system.test(path)) continue;
      yield {
        message: ofKernel
          ? `A volume at ${path} covers what the runtime mounts there`
          : `A volume at ${path} covers the image's own system files`,
        at: { setting: "Config.Volumes" },
        about: { paths: [volume] },
        evidence: [
          { kind: "setting", pointer: "Config.Volumes", value: volume },
          ofKernel
            ? reference(
                "default filesystems of a Linux container: /proc, /sys, /dev/pts, /dev/shm",
                "OCI runtime specification, config-linux",
              )
            : reference(
                "a new volume is filled with the image's files once, and not again",
                "Docker docs, Volumes, Populate a volume using a container",
              ),
        ],
      };
    }
  },
});
