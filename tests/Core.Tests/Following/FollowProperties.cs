using ChefActors.Core.Following;
using ChefActors.Core.Znodes;
using ChefActors.Testing;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace ChefActors.Core.Tests.Following;

/// <summary>A node host that writes, a ring of eight znodes, and a console that looks now and then: in any interleaving.</summary>
public sealed class FollowProperties
{
    /// <summary>One step: the output grows by so many bytes, the node host writes, the console looks, the node host begins a new life, the ring is removed.</summary>
    private enum Act
    {
        Grow,
        Write,
        Look,
        Restart,
        Remove,
    }

    private static readonly Arbitrary<(Act Act, int Bytes)[]> Histories =
        Gen.Zip(Gen.Frequency((4, Gen.Constant(Act.Grow)), (4, Gen.Constant(Act.Write)), (3, Gen.Constant(Act.Look)), (1, Gen.Constant(Act.Restart)), (1, Gen.Constant(Act.Remove))), Gen.Frequency((5, Gen.Choose(0, 3000)), (1, Gen.Choose(0, 400_000))))
            .Select(pair => (pair.Item1, pair.Item2)).ArrayOf().ToArbitrary();

    [Property(MaxTest = 60)]
    [Trait(Suite.Key, Suite.Long)]
    public Property What_is_shown_and_what_is_told_as_skipped_is_the_whole_output_in_order() => Prop.ForAll(Histories, acts =>
    {
        var world = new World();
        foreach (var (act, bytes) in acts) world.Do(act, bytes);
        world.Finish();
        return (world.Reader.IsOver && world.IsWhole && world.LargestRing <= FollowChunk.Znodes * FollowChunk.PayloadBytes)
            .Label($"over {world.Reader.IsOver}, whole {world.IsWhole}, ring {world.LargestRing}");
    });

    [Property(MaxTest = 30)]
    public bool A_reader_that_looks_after_every_write_of_little_output_loses_nothing(byte[] lengths)
    {
        var world = new World();
        foreach (var length in lengths)
        {
            world.Do(Act.Grow, length * 100);
            world.Do(Act.Write, 0);
            world.Do(Act.Look, 0);
        }

        world.Finish();
        return world is { IsWhole: true, Skipped: 0 };
    }

    private sealed class World
    {
        private readonly Random _random = new(7);
        private readonly MemoryStream _output = new();
        private readonly MemoryStream _shown = new();
        private readonly Dictionary<int, FollowChunk> _znodes = [];
        private readonly int[] _sizes = new int[FollowChunk.Znodes];
        private FollowRing? _ring;
        private int _writes;

        public FollowReader Reader { get; private set; } = new("R1");

        public long Skipped { get; private set; }

        public int LargestRing { get; private set; }

        /// <summary>Every byte was shown at its place, or is part of a gap that was told.</summary>
        public bool IsWhole { get; private set; } = true;

        public void Do(Act act, int bytes)
        {
            switch (act)
            {
                case Act.Grow:
                    var more = new byte[bytes];
                    _random.NextBytes(more);
                    _output.Write(more);
                    break;
                case Act.Write:
                    Write(isOver: false);
                    break;
                case Act.Look:
                    Look();
                    break;
                case Act.Restart:
                    _ring = null;
                    break;
                case Act.Remove:
                    _znodes.Clear();
                    _ring = null;
                    break;
            }
        }

        public void Finish()
        {
            for (var turn = 0; turn < 10 && !_znodes.Values.Any(chunk => chunk.End); turn++)
            {
                Look();
                Write(isOver: true);
            }

            Look();
            Look();
            IsWhole &= _shown.Position == _output.Length;
        }

        private void Write(bool isOver)
        {
            _ring ??= FollowRing.Of("R1", 1, _znodes.Values, DateTimeOffset.UnixEpoch.AddSeconds(++_writes));
            var (from, count) = _ring.Next(_output.Length);
            (_ring, var chunks) = _ring.Write(from, _output.GetBuffer().AsSpan((int)from, count), isOver);
            foreach (var chunk in chunks)
            {
                var data = PayloadCodec.Write(chunk, PayloadJson.Default.FollowChunk);
                var n = (int)(chunk.Sequence % FollowChunk.Znodes);
                (_znodes[n], _sizes[n]) = (chunk, data.Length);
                IsWhole &= FollowChunk.Read(data).IsValid;
            }

            LargestRing = Math.Max(LargestRing, _sizes.Sum());
        }

        private void Look()
        {
            // In no order, as reads of several znodes come.
            var chunks = _znodes.Values.OrderBy(_ => _random.Next()).ToList();
            (Reader, var pieces) = Reader.Take(chunks);
            foreach (var piece in pieces)
            {
                if (piece is FollowPiece.Skipped skipped)
                {
                    Skipped += skipped.Bytes;
                    _shown.Position += skipped.Bytes;
                }
                else if (piece is FollowPiece.Output output)
                {
                    IsWhole &= _output.GetBuffer().AsSpan((int)_shown.Position, output.Bytes.Length).SequenceEqual(output.Bytes.Span);
                    _shown.Write(output.Bytes.Span);
                }
            }
        }
    }
}
