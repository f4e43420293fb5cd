import { imagePeer } from "../peer.ts";

export default imagePeer({
  rules: ["updates/image-dist-upgrade"],
  ids: ["dockle/DKL-DI-0003"],
  reports: ({ about: { ran } }) => ran?.manager.startsWith("apt") === true && ran.verb === "dist-upgrade",
});
