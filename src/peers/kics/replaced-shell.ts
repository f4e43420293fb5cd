import { dockerfilePeer } from "../peer.ts";
import { valuesRead } from "./text-read.ts";

const shells = /\/bin\/(bash|tcsh|ksh|csh|dash|zsh|fish|tmux|rbash|sh)|etc\/shells/;

/** It looks at the first word, of the whole RUN. */
export default dockerfilePeer({
  rules: ["build/replaced-shell"],
  ids: ["kics/changing_default_shell_using_run_command"],
  reports: ({ dockerfile, instruction }) =>
    !instruction.onbuild &&
    valuesRead(dockerfile, instruction).some((value) => {
      const first = value.split(" ")[0] ?? "";
      return /^(mv|chsh|usermod|ln)$/.test(first) && shells.test(value);
    }),
});
