/** A folder of the host whose mount shows what a container is there for. */
export interface KernelPurpose {
  /** Folders of the host, without a slash at the end. */
  readonly folders: readonly string[];
  /** Their folders show it, too. */
  readonly below?: true;
  /** A read-only mount shows it, too. */
  readonly readOnly?: true;
  /** It is one for the capability SYS_MODULE, too. */
  readonly loadsModules?: true;
  /** What a message says about the mount. */
  readonly shows: string;
}

/** What needs all of the kernel or the kubelet by its purpose, told by one mount. Written by hand in 2026-12. */
export const kernelPurposes: readonly KernelPurpose[] = [
  // modprobe reads them there (modprobe(8)); READMEs of WireGuard, IPsec and NFS images mount them.
  {
    folders: ["/lib/modules", "/usr/lib/modules"],
    readOnly: true,
    loadsModules: true,
    shows: "shows that it loads modules into the kernel",
  },
  // kubernetes.io, Device Plugins: "a device plugin must run in a privileged security context"
  { folders: ["/var/lib/kubelet/device-plugins"], shows: "shows a device plugin, which has to be privileged" },
  // kubernetes.io, Volumes, mount propagation: drivers mount for other pods; the API refuses Bidirectional without privileged.
  {
    folders: ["/var/lib/kubelet", "/var/lib/kubelet/pods", "/var/lib/kubelet/plugins"],
    below: true,
    shows: "shows a storage driver, which mounts volumes for other pods",
  },
];
