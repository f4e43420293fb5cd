import { imagePeer } from "../peer.ts";

export default imagePeer({
  rules: ["updates/image-update-alone"],
  ids: ["dockle/CIS-DI-0007"],
  reports: ({ about: { ran } }) => /^apt(-get)?$/.test(ran?.manager ?? ""),
});
