/** Address families of socket(2) by number (include/linux/socket.h), equal on every architecture. */
const families: ReadonlyMap<number, string> = new Map([
  [1, "AF_UNIX"],
  [2, "AF_INET"],
  [10, "AF_INET6"],
  [16, "AF_NETLINK"],
  [17, "AF_PACKET"],
  [29, "AF_CAN"],
  [31, "AF_BLUETOOTH"],
  [38, "AF_ALG"],
  [40, "AF_VSOCK"],
  [43, "AF_SMC"],
  [44, "AF_XDP"],
]);

export function familyName(family: number): string {
  return families.get(family) ?? `AF_${family}`;
}
