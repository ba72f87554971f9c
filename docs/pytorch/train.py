#!/usr/bin/env python3
"""Trains the network of a config with PyTorch and writes its weights for Escapement.

    python3 docs/pytorch/train.py CONFIG.yaml OUT.safetensors [STEPS]
    escapement analyze CONFIG.yaml --parameters OUT.safetensors

CONFIG is a `config.resolved.yaml`, which has all defaults filled in, on data of type `cifar10` or `idx` with the loss
`mse`. The full batch is stepped on by SGD with the learning rate of `train.optimizer`.
"""
import sys

import examples
import tensors
import torch
import yaml
from networks import network


def main(config, out, steps):
    with open(config) as file:
        config = yaml.safe_load(file)
    features, targets = (part.float() for part in examples.load(config["data"]))
    torch.manual_seed(config["seed"])
    module = network(config["model"], features.shape[1:], targets.shape[1])
    optimizer = torch.optim.SGD(module.parameters(), lr=float(config["train"]["optimizer"]["learningRate"]))
    for step in range(steps + 1):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(module(features), targets)
        if step < steps:
            loss.backward()
            optimizer.step()
    # named_parameters leaves out buffers such as the running averages of other networks
    tensors.save(out, dict(module.named_parameters()))
    print(f"loss {loss.item():.6g} after {steps} steps")


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) == 4 else 100)
