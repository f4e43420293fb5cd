import { imagePeer } from "../peer.ts";

export default imagePeer({
  rules: ["cleanup/vcs-folder", "cleanup/workspace-files"],
  ids: ["dockle/DKL-LI-0003"],
  reports: ({ about: { paths = [] } }) => paths.some((path) => /\/(?:\.git|\.vscode|\.idea|\.DS_Store)$/.test(path)),
});
