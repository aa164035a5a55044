namespace ChefActors.Controller.Planning.Plans;

/// <summary>Waves against a number of targets.</summary>
/// <param name="Taken">Waves that get nodes, and how many.</param>
/// <param name="Dropped">Waves that get none.</param>
/// <param name="Reached">How many targets they reach in all.</param>
internal sealed record WaveCut(IReadOnlyList<(PlannedWave Wave, int Nodes)> Taken, IReadOnlyList<PlannedWave> Dropped, int Reached)
{
    /// <summary>Cuts so many targets into waves.</summary>
    public static WaveCut Of(IReadOnlyList<PlannedWave> waves, int targets)
    {
        var (taken, dropped, reached) = (new List<(PlannedWave, int)>(), new List<PlannedWave>(), 0);
        foreach (var wave in waves)
        {
            var through = wave.Nodes.Reaches(reached, targets);
            if (through == reached) dropped.Add(wave);
            else taken.Add((wave, through - reached));
            reached = through;
        }

        return new WaveCut(taken, dropped, reached);
    }
}
