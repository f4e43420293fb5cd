import { isSecretToDockle } from "./secret-name.ts";
import { imagePeer } from "../peer.ts";

/** Of the configuration it looks at the environment. */
export default imagePeer({
  rules: ["secrets/in-image-config"],
  ids: ["dockle/CIS-DI-0010"],
  reports({ setting }) {
    const name = /^Config\.Env\.(.*)$/s.exec(setting)?.[1];
    return name !== undefined && isSecretToDockle(name);
  },
});
