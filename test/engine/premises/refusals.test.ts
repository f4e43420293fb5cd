import duplicateMount from "../../../src/rules/dockerfile-quality/running/duplicate-mount.ts";
import refusedOptions from "../../../src/rules/dockerfile-quality/running/refused-options.ts";
import refusedRestart from "../../../src/rules/dockerfile-quality/running/refused-restart.ts";
import refusedSysctl from "../../../src/rules/dockerfile-quality/running/refused-sysctl.ts";
import commaList from "../../../src/rules/capabilities/capabilities/comma-list.ts";
import unknown from "../../../src/rules/capabilities/capabilities/unknown.ts";
import refusedLimit from "../../../src/rules/limits/refused-limit.ts";
import { refuses } from "./premise.ts";

refuses(
  unknown,
  [["--cap-add=NET_PRIVILEGED"], ["--cap-drop=FOO"], ["--cap-add=CAP_ALL"]],
  ["--cap-add=cap_net_admin"],
);

refuses(
  refusedOptions,
  [
    ["--uts=host", "--hostname=x"],
    ["--network=container:x", "--hostname=x"],
    ["--network=container:x", "-p", "8080:80"],
  ],
  ["--uts=host", "-p", "127.0.0.1::80"],
);

refuses(
  refusedSysctl,
  [
    ["--sysctl=vm.max_map_count=262144"],
    ["--network=host", "--sysctl=net.ipv4.ip_forward=1"],
    ["--ipc=host", "--sysctl=kernel.shmmax=1048576"],
  ],
  ["--sysctl=net.ipv4.ip_forward=1", "--sysctl=kernel.shmmax=1048576"],
);

refuses(refusedRestart, [["--restart=on_failure"], ["--restart=always:3"]], ["--restart=on-failure:3"]);

refuses(
  duplicateMount,
  [
    ["-v", "/tmp:/x", "-v", "/etc:/x"],
    ["-v", "/tmp:/x/", "--tmpfs=/x"],
  ],
  ["-v", "/tmp:/x", "--tmpfs=/y"],
);

refuses(
  refusedLimit,
  [
    ["--memory=1m"],
    ["--memory-swap=64m"],
    ["--memory=64m", "--memory-swap=32m"],
    ["--memory=64m", "--memory-reservation=128m"],
    ["--ulimit=nofile=20:10"],
  ],
  ["--memory=64m", "--memory-swap=128m", "--memory-reservation=32m", "--ulimit=nofile=1000:2000"],
);

refuses(
  commaList,
  [["--cap-drop=CHOWN,SETUID"], ["--cap-add=NET_ADMIN,NET_RAW"]],
  ["--cap-drop=CHOWN", "--cap-drop=SETUID", "--cap-add=NET_ADMIN", "--cap-add=NET_RAW"],
);
