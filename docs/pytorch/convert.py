#!/usr/bin/env python3
"""Takes the minimum of a run through PyTorch and back.

    python3 docs/pytorch/convert.py RUN_DIR OUT.safetensors

RUN_DIR is what `escapement run` left. A network becomes a `nn.Module`, which refuses a tensor that lacks, is one too
many or has another shape; of other models the tensors alone pass through. OUT is for
`escapement analyze CONFIG --parameters OUT.safetensors` and holds the same numbers, bit for bit.
"""
import os
import sys

import tensors
import yaml
from networks import network


def shape_of(data):
    """Of an example, and the number of outputs."""
    if data["type"] == "generated":
        return [1, data["size"], data["size"]], data["classes"]
    import examples

    features, targets = examples.load(data)
    return features.shape[1:], targets.shape[1]


def main(run, out):
    with open(os.path.join(run, "config.resolved.yaml")) as file:
        config = yaml.safe_load(file)
    weights = tensors.load(os.path.join(run, "minimum.safetensors"))
    if config["model"]["type"] in ("mlp", "lenet", "vgg", "resnet"):
        module = network(config["model"], *shape_of(config["data"]))
        module = module.to(next(iter(weights.values())).dtype)
        module.load_state_dict(weights)
        weights = module.state_dict()
    tensors.save(out, weights)
    print(f"{sum(tensor.numel() for tensor in weights.values())} parameters in {len(weights)} tensors")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
