# Wheels of our own and an index of them (PEP 503), without a tool that makes wheels.
import base64, hashlib, os, sys, zipfile

out = sys.argv[1]
for name in ["flask", "requests", "gunicorn", "uvicorn", "numpy", "black"]:
    version = "1.0"
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}/__init__.py": f"version = '{version}'\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: soak\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    hashed = lambda text: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
    record = "".join(f"{path},sha256={hashed(text)},{len(text)}\n" for path, text in files.items())
    files[f"{info}/RECORD"] = record + f"{info}/RECORD,,\n"
    folder = f"{out}/simple/{name}"
    os.makedirs(folder)
    wheel = f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(f"{folder}/{wheel}", "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    with open(f"{folder}/index.html", "w") as page:
        page.write(f'<!DOCTYPE html><html><body><a href="{wheel}">{wheel}</a></body></html>')
