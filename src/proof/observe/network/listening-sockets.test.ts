import { expect, test } from "vitest";
import { inOrder, listeningSockets } from "./listening-sockets.ts";

const head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
const line = (local: string, remote: string, state: string, inode: number) =>
  `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000 100 0 0 10 0`;
const own = new Set(["11", "12", "13", "14"]);

test("lists only the container's listening sockets, in order", () => {
  const tcp = [
    head,
    line("00000000:1F90", "00000000:0000", "0A", 11),
    line("0100007F:0050", "00000000:0000", "0A", 99),
    line("0100007F:1F90", "0100007F:A000", "01", 12),
  ].join("\n");
  const tcp6 = [head, line("00000000000000000000000001000000:0050", `${"0".repeat(32)}:0000`, "0A", 12)].join("\n");
  const udp = [
    head,
    line("00000000:0035", "00000000:0000", "07", 13),
    line("0100007F:8001", "0100007F:0035", "01", 14),
  ].join("\n");
  const sockets = [
    ...listeningSockets("udp", udp, own),
    ...listeningSockets("tcp", tcp, own),
    ...listeningSockets("tcp6", tcp6, own),
    ...listeningSockets("tcp", tcp, own),
  ];
  expect(inOrder(sockets)).toEqual([
    { protocol: "tcp", address: "::1", port: 80 },
    { protocol: "tcp", address: "0.0.0.0", port: 8080 },
    { protocol: "udp", address: "0.0.0.0", port: 53 },
  ]);
});

test("lists unix sockets by path, including abstract ones", () => {
  const unix = [
    "Num       RefCount Protocol Flags    Type St Inode Path",
    "0000000000000000: 00000002 00000000 00010000 0001 01    11 /run/my app.sock",
    "0000000000000000: 00000003 00000000 00000000 0001 03    12 /run/other.sock",
    "0000000000000000: 00000002 00000000 00010000 0001 01    13 @abstract",
  ].join("\n");
  expect(listeningSockets("unix", unix, own).map(({ address }) => address)).toEqual(["/run/my app.sock", "@abstract"]);
});

test("returns nothing for an unreadable table", () => {
  expect(listeningSockets("tcp", "", own)).toEqual([]);
});
