namespace ChefActors.Simulation.Model;

/// <summary>The bytes of one file: synced ones survive everything, the others the process alone; after a crash of the machine any part of them may be there.</summary>
internal sealed class SimulatedDisk
{
    private readonly List<byte> _bytes = [];
    private int _synced;

    /// <summary>What a process reads.</summary>
    internal byte[] Content => [.. _bytes];

    /// <summary>Adds at the end.</summary>
    internal void Append(byte[] bytes, bool sync)
    {
        _bytes.AddRange(bytes);
        if (sync) _synced = _bytes.Count;
    }

    /// <summary>Its length.</summary>
    internal int Length => _bytes.Count;

    /// <summary>Cuts what stands behind.</summary>
    internal void Cut(int length)
    {
        _bytes.RemoveRange(length, _bytes.Count - length);
        _synced = Math.Min(_synced, length);
    }

    /// <summary>Replaces all of it, durably (another file, synced, renamed).</summary>
    internal void Replace(byte[] bytes)
    {
        _bytes.Clear();
        Append(bytes, sync: true);
    }

    /// <summary>The machine lost its power: a cut of what was not synced is left.</summary>
    /// <param name="kept">Which part of the unsynced bytes is left, 0 to 1.</param>
    internal void LosePower(double kept)
    {
        var length = _synced + (int)((_bytes.Count - _synced) * kept);
        _bytes.RemoveRange(length, _bytes.Count - length);
        _synced = length;
    }
}
