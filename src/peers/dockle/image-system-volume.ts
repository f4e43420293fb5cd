import { imagePeer } from "../peer.ts";

/** It knows the three folders, and nothing in them. */
export default imagePeer({
  rules: ["capabilities/image-system-volume"],
  ids: ["dockle/DKL-DI-0002"],
  reports: ({ about: { paths = [] } }) => paths.every((path) => /^\/(?:sys|dev|proc)$/.test(path)),
});
