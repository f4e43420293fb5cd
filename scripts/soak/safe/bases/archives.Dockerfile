# The local archives that package managers of the soak read: some packages of our own, as deb, rpm and wheel.
FROM soak-root/debian AS debs
RUN set -e; for name in curl jq tree zip nginx git wget less sl; do \
      mkdir -p /d/$name/DEBIAN /d/$name/usr/bin /d/$name/usr/share/$name; \
      printf 'Package: %s\nVersion: 1.0-1\nArchitecture: all\nMaintainer: Soak <soak@example.com>\nDescription: %s of the soak\n' $name $name > /d/$name/DEBIAN/control; \
      printf '#!/bin/sh\necho "%s 1.0: $*"\n' $name > /d/$name/usr/bin/$name; \
      chmod 755 /d/$name/usr/bin/$name; \
      echo data > /d/$name/usr/share/$name/data; \
    done; \
    printf '#!/bin/sh\nmkdir -p /var/www && echo page > /var/www/index.html\n' > /d/nginx/DEBIAN/postinst; \
    chmod 755 /d/nginx/DEBIAN/postinst; \
    mkdir -p /out/debian; cd /out/debian; \
    for name in /d/*; do dpkg-deb -Zgzip --root-owner-group --build $name . > /dev/null; done; \
    for file in *.deb; do \
      dpkg-deb --field $file; \
      echo "Filename: ./$file"; \
      echo "Size: $(stat -c %s $file)"; \
      echo "SHA256: $(sha256sum $file | cut -d ' ' -f 1)"; \
      echo; \
    done > Packages; \
    gzip -k Packages; \
    printf 'Origin: soak\nSuite: soak\nDate: %s\nSHA256:\n' "$(date -Ru)" > Release; \
    for file in Packages Packages.gz; do echo " $(sha256sum $file | cut -d ' ' -f 1) $(stat -c %s $file) $file"; done >> Release

FROM soak-root/debian AS wheels
COPY wheels.py /
RUN python3 /wheels.py /out

FROM soak-root/dnf AS rpms
RUN set -e; mkdir -p /out/rpm; for name in curl jq tree zip nginx git wget tomcat; do \
      printf 'Name: %s\nVersion: 1.0\nRelease: 1\nSummary: %s of the soak\nLicense: MIT\nBuildArch: noarch\nAutoReqProv: no\n%%description\nx\n%%install\nmkdir -p %%{buildroot}/usr/bin\nprintf "#!/bin/sh\\necho %s 1.0\\n" > %%{buildroot}/usr/bin/%s\nchmod 755 %%{buildroot}/usr/bin/%s\n%%files\n/usr/bin/%s\n' $name $name $name $name $name $name > /tmp/$name.spec; \
      rpmbuild -bb --quiet --define '_rpmdir /out/rpm' --define '_build_name_fmt %%{NAME}-%%{VERSION}.rpm' /tmp/$name.spec; \
    done; \
    createrepo_c --quiet /out/rpm

FROM scratch
COPY --from=debs /out /
COPY --from=wheels /out /
COPY --from=rpms /out /
