"""Named tensors in safetensors files, read and written by hand.

The package `safetensors` does the same (`safetensors.torch.load_file`, `save_file`); this needs PyTorch alone.
"""
import json
import struct

import numpy as np
import torch

TYPES = {"F32": np.dtype("<f4"), "F64": np.dtype("<f8")}


def load(path):
    """The tensors of a file by name, in its order."""
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        values = np.frombuffer(data[begin:end], TYPES[entry["dtype"]])
        tensors[name] = torch.from_numpy(values.reshape(entry["shape"]).copy())
    return tensors


def save(path, tensors):
    """Writes float and double tensors by name, in their order."""
    header, parts, end = {}, [], 0
    for name, tensor in tensors.items():
        values = tensor.detach().contiguous().numpy()
        kind = next(kind for kind, dtype in TYPES.items() if dtype == values.dtype)
        begin, end = end, end + values.nbytes
        header[name] = {"dtype": kind, "shape": list(values.shape), "data_offsets": [begin, end]}
        parts.append(values.astype(TYPES[kind]).tobytes())
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(parts))
