namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>The reply to a multi: a result per operation, each behind a <see cref="MultiHeader"/> with the operation's type or -1 for an error.</summary>
internal readonly record struct MultiResponse(IReadOnlyList<MultiResult> Results)
{
    public static MultiResponse Read(ref JuteReader reader)
    {
        var results = new List<MultiResult>();
        while (true)
        {
            var header = MultiHeader.Read(ref reader);
            if (header.Done) return new MultiResponse(results);
            results.Add(MultiResult.ReadBody(header, ref reader));
        }
    }

    public void Write(JuteWriter writer)
    {
        for (var i = 0; i < Results.Count; i++) Results[i].Write(writer);
        MultiHeader.End.Write(writer);
    }
}
