import { imagePeer } from "../peer.ts";

/** It reads the history, not the files. */
export default imagePeer({
  rules: ["non-root/sudo-in-image"],
  ids: ["dockle/DKL-DI-0001"],
  reports: ({ evidence }) => evidence.some(({ kind }) => kind === "layer"),
});
