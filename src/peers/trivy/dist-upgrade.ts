import { isAptDistUpgrade } from "../shared/apt-dist-upgrade.ts";
import { dockerfilePeer } from "../peer.ts";
import { textRead } from "./text-read.ts";

/** It reads text: something has to stand between the program and the word. */
export default dockerfilePeer({
  rules: ["updates/dist-upgrade"],
  ids: ["trivy/DS-0024"],
  reports({ dockerfile, instruction, about: { call } }) {
    if (instruction.onbuild || instruction.json !== undefined || !isAptDistUpgrade(call)) return false;
    const text = textRead(instruction, dockerfile);
    const first = text.indexOf("apt-get ");
    return first !== -1 && text.lastIndexOf(" dist-upgrade") >= first + 8;
  },
});
