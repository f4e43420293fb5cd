import { imagePeer } from "../peer.ts";

/** It compares numbers only. */
export default imagePeer({
  rules: ["non-root/duplicate-account"],
  ids: ["dockle/DKL-LI-0002"],
  reports({ evidence }) {
    const numbers = evidence.map((one) => (one.kind === "setting" ? /^[ug]id (\d+)/.exec(one.value)?.[1] : undefined));
    return new Set(numbers).size === 1;
  },
});
