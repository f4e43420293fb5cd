import { imagePeer } from "../peer.ts";

/** It speaks of SSH alone. */
export default imagePeer({
  rules: ["capabilities/login-server", "capabilities/image-port"],
  ids: ["cis-docker/5.7"],
  reports: ({ about }) => about.program === "sshd",
});
