# Mounts two builds and compares them where they are: no export of either.
FROM soak-base/compare AS compare
COPY compare.py /
RUN --network=none --mount=type=bind,from=before,target=/before --mount=type=bind,from=after,target=/after python3 /compare.py /before /after > /differences.json
FROM scratch
COPY --from=compare /differences.json /
