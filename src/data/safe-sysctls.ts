/**
 * Sysctls that a kubelet allows by default, by the first minor version of Kubernetes 1.x; the Pod Security level
 * baseline allows the same. https://github.com/kubernetes/pod-security-admission/blob/master/policy/check_sysctls.go
 * (2026-07), kubelet `pkg/kubelet/sysctl/safe_sysctls.go`
 */
const safe: readonly { readonly since: number; readonly names: readonly string[] }[] = [
  {
    since: 0,
    names: [
      "kernel.shm_rmid_forced",
      "net.ipv4.ip_local_port_range",
      "net.ipv4.tcp_syncookies",
      "net.ipv4.ping_group_range",
      "net.ipv4.ip_unprivileged_port_start",
    ],
  },
  { since: 27, names: ["net.ipv4.ip_local_reserved_ports"] },
  {
    since: 29,
    names: [
      "net.ipv4.tcp_keepalive_time",
      "net.ipv4.tcp_fin_timeout",
      "net.ipv4.tcp_keepalive_intvl",
      "net.ipv4.tcp_keepalive_probes",
    ],
  },
  { since: 32, names: ["net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"] },
  { since: 37, names: ["net.ipv4.tcp_slow_start_after_idle", "net.ipv4.tcp_notsent_lowat"] },
];

/** Whether a pod of Kubernetes 1.`minor` may set it by default. */
export function isSafeSysctl(name: string, minor: number): boolean {
  return safe.some(({ since, names }) => since <= minor && names.includes(name));
}
