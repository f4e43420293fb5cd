import { dockerfilePeer } from "../peer.ts";

/** It knows the three folders, and nothing in them. */
export default dockerfilePeer({
  rules: ["capabilities/system-volume"],
  ids: ["dockle/DKL-DI-0002"],
  reports: ({ instruction, about: { paths = [] } }) =>
    !instruction.onbuild && paths.every((path) => /^\/(sys|dev|proc)$/.test(path)),
});
