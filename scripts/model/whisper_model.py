"""OpenAI's names, order and shapes of Whisper's tensors, filled from a model of CTranslate2."""

import re

import numpy as np


def sizes(variables):
    """The ten sizes of the file's head: vocabulary, then encoder and decoder, then mel bands."""
    n_vocabulary, n_text_state = variables["decoder/embeddings/weight"].shape
    n_audio_context, n_audio_state = variables["encoder/position_encodings/encodings"].shape
    n_text_context = variables["decoder/position_encodings/encodings"].shape[0]
    n_mels = variables["encoder/conv1/weight"].shape[1]
    return (
        n_vocabulary,
        n_audio_context, n_audio_state, int(variables["encoder/num_heads"]), layers(variables, "encoder"),
        n_text_context, n_text_state, int(variables["decoder/num_heads"]), layers(variables, "decoder"),
        n_mels,
    )


def layers(variables, side):
    """How many blocks the encoder or the decoder has."""
    found = (re.match(rf"{side}/layer_(\d+)/", name) for name in variables)
    return 1 + max(int(match[1]) for match in found if match)


def tensors(variables):
    """Pairs of name and array, in the order of OpenAI's own checkpoints."""
    yield "decoder.positional_embedding", variables["decoder/position_encodings/encodings"]
    yield "encoder.positional_embedding", variables["encoder/position_encodings/encodings"]
    yield "decoder.token_embedding.weight", variables["decoder/embeddings/weight"]
    for layer in range(layers(variables, "decoder")):
        yield from block(variables, "decoder", layer)
        yield from cross_attention(
            variables, f"decoder.blocks.{layer}.cross_attn", f"decoder/layer_{layer}/attention"
        )
    yield from norm(variables, "decoder.ln", "decoder/layer_norm")
    for convolution in ("conv1", "conv2"):
        yield f"encoder.{convolution}.weight", variables[f"encoder/{convolution}/weight"]
        # whisper.cpp adds it to rows: one column
        yield f"encoder.{convolution}.bias", variables[f"encoder/{convolution}/bias"].reshape(-1, 1)
    for layer in range(layers(variables, "encoder")):
        yield from block(variables, "encoder", layer)
    yield from norm(variables, "encoder.ln_post", "encoder/layer_norm")


def block(variables, side, layer):
    """What a block of either side has: the two layers of its perceptron, then self-attention."""
    name, source = f"{side}.blocks.{layer}", f"{side}/layer_{layer}"
    yield from norm(variables, f"{name}.mlp_ln", f"{source}/ffn/layer_norm")
    yield from linear(variables, f"{name}.mlp.0", f"{source}/ffn/linear_0")
    yield from linear(variables, f"{name}.mlp.2", f"{source}/ffn/linear_1")
    yield from norm(variables, f"{name}.attn_ln", f"{source}/self_attention/layer_norm")
    fused = f"{source}/self_attention/linear_0"
    query, key, value = np.split(variables[f"{fused}/weight"], 3)
    query_bias, _, value_bias = np.split(variables[f"{fused}/bias"], 3)  # the key has no bias
    yield f"{name}.attn.query.weight", query
    yield f"{name}.attn.query.bias", query_bias
    yield f"{name}.attn.key.weight", key
    yield f"{name}.attn.value.weight", value
    yield f"{name}.attn.value.bias", value_bias
    yield from linear(variables, f"{name}.attn.out", f"{source}/self_attention/linear_1")


def cross_attention(variables, name, source):
    """How a block of the decoder looks at the sound."""
    yield from norm(variables, f"{name}_ln", f"{source}/layer_norm")
    yield from linear(variables, f"{name}.query", f"{source}/linear_0")
    key, value = np.split(variables[f"{source}/linear_1/weight"], 2)
    _, value_bias = np.split(variables[f"{source}/linear_1/bias"], 2)
    yield f"{name}.key.weight", key
    yield f"{name}.value.weight", value
    yield f"{name}.value.bias", value_bias
    yield from linear(variables, f"{name}.out", f"{source}/linear_2")


def norm(variables, name, source):
    """A layer norm."""
    yield f"{name}.weight", variables[f"{source}/gamma"]
    yield f"{name}.bias", variables[f"{source}/beta"]


def linear(variables, name, source):
    """A linear layer."""
    yield f"{name}.weight", variables[f"{source}/weight"]
    yield f"{name}.bias", variables[f"{source}/bias"]
