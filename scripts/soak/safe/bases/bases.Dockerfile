# The images that stand for what FROM names in the soak. apt, pip and dnf 4 are Debian's own; scripts of `bin` stand for apk, dnf 5, microdnf and zypper.
FROM soak-root/debian AS debian
ARG HOST
RUN set -e; rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/* /var/lib/apt/lists/*; \
    mkdir -p /var/lib/apt/lists/partial; \
    echo "deb [trusted=yes] http://$HOST/debian ./" > /etc/apt/sources.list; \
    echo 'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true"; }; APT::Update::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true"; }; Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache "";' > /etc/apt/apt.conf.d/docker-clean; \
    echo 'Acquire::GzipIndexes "true"; Acquire::Languages "none";' > /etc/apt/apt.conf.d/docker-gzip; \
    printf '[global]\nindex-url = http://%s/simple\ntrusted-host = %s\nbreak-system-packages = true\ndisable-pip-version-check = true\n' "$HOST" "$HOST" > /etc/pip.conf; \
    ln -s python3 /usr/bin/python
CMD ["bash"]

FROM debian AS python
RUN mv /etc/apt/sources.list /tmp/list && mv /tmp/list /etc/apt/sources.list && ln -s /usr/bin/python3 /usr/local/bin/python3 && ln -s python3 /usr/local/bin/python && ln -s /usr/bin/pip /usr/local/bin/pip && ln -s pip /usr/local/bin/pip3
ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 PYTHON_VERSION=3.13.5
CMD ["python3"]

FROM debian AS node
COPY --from=node-program node /usr/local/bin/
COPY bin/docker-entrypoint.sh /usr/local/bin/
RUN useradd -m node
ENV NODE_VERSION=24.0.0 YARN_VERSION=1.22.22
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node"]

FROM debian AS odd-debian
COPY bin/odd-start /usr/bin/
ENV BASH_ENV=/etc/odd-env PWD=/odd A=base
RUN echo 'shopt -s nullglob' > /etc/odd-env && ln -sf bash /bin/sh && ln -sf bash /usr/bin/sh && ln -s /var/lib/apt/lists /lists && ln -s /root/.cache /cached
WORKDIR /odd
ENTRYPOINT ["odd-start"]
CMD ["bash", "-c", "echo $PWD; ls /lists /cached"]
ONBUILD RUN ls -a /var/lib/apt/lists > /at-child
SHELL ["/bin/bash", "-c"]

FROM soak-root/dnf AS dnf
ARG HOST
RUN set -e; rm -rf /etc/apt/sources.list; mkdir -p /etc/yum.repos.d /var/cache/dnf; \
    printf '[base]\nname=base\nbaseurl=http://%s/rpm\ngpgcheck=0\n' "$HOST" > /etc/yum.repos.d/base.repo; \
    printf '[main]\ngpgcheck=0\n' > /etc/dnf/dnf.conf; \
    mkdir -p /etc/dnf/vars && echo 9 > /etc/dnf/vars/releasever; \
    ln -sf dnf-3 /usr/bin/yum; rpm --initdb
CMD ["bash"]

FROM scratch AS busybox
COPY --from=soak-root/debian /usr/bin/busybox /bin/busybox
RUN ["/bin/busybox", "mkdir", "-p", "/usr/bin", "/usr/sbin", "/sbin", "/tmp", "/root", "/etc", "/opt", "/srv", "/home", "/var", "/usr/local/bin", "/lib"]
RUN ["/bin/busybox", "--install", "-s", "/bin"]
RUN chmod 1777 /tmp && printf 'root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/home/app:/bin/sh\n' > /etc/passwd && printf 'root:x:0:\napp:x:1000:\n' > /etc/group
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
CMD ["sh"]

FROM busybox AS alpine
COPY bin/apk /sbin/apk
RUN mkdir -p /var/cache/apk /etc/apk /lib/apk/db && : > /lib/apk/db/installed
CMD ["/bin/sh"]

FROM busybox AS dnf5
COPY bin/dnf5 /usr/bin/dnf5
RUN cp /usr/bin/dnf5 /usr/bin/microdnf && cp /usr/bin/dnf5 /usr/bin/zypper && ln -s dnf5 /usr/bin/dnf && ln -s dnf5 /usr/bin/yum && mkdir -p /etc/dnf /var/cache/libdnf5 /var/cache/yum /var/cache/zypp && printf '[main]\n' > /etc/dnf/dnf.conf
CMD ["/bin/bash"]

FROM soak-root/debian AS compare
RUN rm -rf /var/lib/apt /var/cache

FROM soak-root/debian AS calls
COPY bin/docker /usr/local/bin/docker
RUN for name in podman sudo; do ln -s docker /usr/local/bin/$name; done; rm /usr/local/bin/sudo; printf '#!/bin/sh\nexec "$@"\n' > /usr/local/bin/sudo; chmod 755 /usr/local/bin/sudo
