using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Tests.Scripted;

/// <summary>A request as it came.</summary>
internal sealed record ScriptedRequest(RequestHeader Header, byte[] Body)
{
    /// <summary>The path, which most bodies start with.</summary>
    public string Path
    {
        get
        {
            var reader = new JuteReader(Body);
            return reader.ReadText();
        }
    }

    public static ScriptedRequest Of(byte[] frame)
    {
        var reader = new JuteReader(frame);
        return new ScriptedRequest(RequestHeader.Read(ref reader), frame[reader.Position..]);
    }
}
