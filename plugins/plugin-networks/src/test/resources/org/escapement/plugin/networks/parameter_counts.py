"""Prints the parameter counts of the networks of plugin-networks, built from torch.nn alone."""
import torch.nn as nn

def count(net): return sum(p.numel() for p in net.parameters())

def lenet(channels, side, padding, outputs):
    after = ((side + 2 * padding - 4) // 2 - 4) // 2
    return nn.Sequential(
        nn.Conv2d(channels, 6, 5, padding=padding), nn.Tanh(), nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Flatten(),
        nn.Linear(16 * after * after, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, outputs))

def vgg(stages, channels, side, hidden, outputs):
    layers = []
    for stage in stages:
        for width in stage:
            layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU()]
            channels = width
        layers.append(nn.MaxPool2d(2))
        side //= 2
    features = channels * side * side
    layers.append(nn.Flatten())
    for width in hidden:
        layers += [nn.Linear(features, width), nn.ReLU()]
        features = width
    return nn.Sequential(*layers, nn.Linear(features, outputs))

class Block(nn.Module):
    def __init__(self, inputs, width, stride, normalized, convolution):
        super().__init__()
        norm = nn.BatchNorm2d if normalized else (lambda c: nn.Identity())
        self.body = nn.Sequential(
            nn.Conv2d(inputs, width, 3, stride, 1, bias=not normalized), norm(width), nn.ReLU(),
            nn.Conv2d(width, width, 3, 1, 1, bias=not normalized), norm(width))
        self.shortcut = nn.Sequential(
            nn.Conv2d(inputs, width, 1, stride, bias=not normalized), norm(width)
        ) if stride > 1 and convolution else nn.Identity()

def resnet(depth, inputs, outputs, normalized=True, convolution=False, c=16):
    layers = [nn.Conv2d(inputs, c, 3, 1, 1, bias=not normalized)]
    if normalized: layers.append(nn.BatchNorm2d(c))
    before = c
    for stage in range(3):
        for block in range((depth - 2) // 6):
            width = c << stage
            layers.append(Block(before, width, 2 if stage and not block else 1, normalized, convolution))
            before = width
    return nn.Sequential(*layers, nn.Linear(before, outputs))

SMALL = [[16], [16], [32], [64], [64]]
VGG_11 = [[64], [128], [256, 256], [512, 512], [512, 512]]
for name, net in {
    "lenet 1x28x28 10": lenet(1, 28, 2, 10),
    "lenet 3x32x32 10": lenet(3, 32, 2, 10),
    "lenet 3x32x32 10, padding 0": lenet(3, 32, 0, 10),
    "vgg 3x32x32 2": vgg(SMALL, 3, 32, [128], 2),
    "vgg 3x32x32 10": vgg(SMALL, 3, 32, [128], 10),
    "vgg 1x64x64 2": vgg(SMALL, 1, 64, [128], 2),
    "vgg-11 3x32x32 10, no hidden": vgg(VGG_11, 3, 32, [], 10),
    "vgg-11 3x224x224 1000": vgg(VGG_11, 3, 224, [4096, 4096], 1000),
    "resnet-8 3x32x32 10": resnet(8, 3, 10),
    "resnet-14 3x32x32 2": resnet(14, 3, 2),
    "resnet-14 3x32x32 2, none": resnet(14, 3, 2, normalized=False),
    "resnet-14 3x32x32 10, convolution": resnet(14, 3, 10, convolution=True),
    "resnet-14 3x32x32 10, convolution, none": resnet(14, 3, 10, False, True),
    "resnet-20 3x32x32 10": resnet(20, 3, 10),
    "resnet-20 1x28x28 10, channels 32": resnet(20, 1, 10, c=32),
    "resnet-110 3x32x32 10": resnet(110, 3, 10),
}.items():
    print(name, count(net))
