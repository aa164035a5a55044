namespace ChefActors.Controller.Planning.Plans;

/// <summary>How many nodes a wave takes. A closed set.</summary>
internal abstract record WaveSize
{
    /// <summary>How it is asked for.</summary>
    public const string Allowed = "a number of nodes from 1, a share from 1% to 100% of all targets, or rest";

    private WaveSize()
    {
    }

    /// <summary>Reads <c>N</c>, <c>P%</c> or <c>rest</c>; null: it is none of them.</summary>
    public static WaveSize? Read(string text) => text == "rest" ? new Rest() : Amount.Read(text) switch
    {
        { IsPercent: true } share => new UpTo(share),
        { Value: var nodes } => new More(nodes),
        null => null,
    };

    /// <summary>How many nodes are taken when it is through, of so many, when so many are taken already.</summary>
    public abstract int Reaches(int taken, int all);

    /// <summary>So many more.</summary>
    internal sealed record More(int Nodes) : WaveSize
    {
        /// <inheritdoc />
        public override int Reaches(int taken, int all) => (int)Math.Min(all, (long)taken + Nodes);

        /// <inheritdoc />
        public override string ToString() => Nodes.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>As many as make it a share of all targets, rounded up.</summary>
    internal sealed record UpTo(Amount Share) : WaveSize
    {
        /// <inheritdoc />
        public override int Reaches(int taken, int all) => Math.Max(taken, Share.Of(all));

        /// <inheritdoc />
        public override string ToString() => Share.ToString();
    }

    /// <summary>All that are left.</summary>
    internal sealed record Rest : WaveSize
    {
        /// <inheritdoc />
        public override int Reaches(int taken, int all) => all;

        /// <inheritdoc />
        public override string ToString() => "rest";
    }
}
