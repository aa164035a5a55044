namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>
/// One result of a multi. <c>Type</c> is the operation's (create and create2 apart), or <see cref="MultiHeader.ErrorType"/> for an
/// ErrorResult, which also stands for "Ok, but rolled back" in a multi that failed.
/// </summary>
internal readonly record struct MultiResult(int Type, OperationResult Result)
{
    /// <summary>An ErrorResult.</summary>
    public static MultiResult Failed(ErrorCode error) => new(MultiHeader.ErrorType, new OperationResult(error));

    /// <exception cref="WireFormatException">The type is none that this client sends.</exception>
    public static MultiResult ReadBody(MultiHeader header, ref JuteReader reader) => header.Type switch
    {
        OpCode.Create => new(header.Type, new OperationResult(ErrorCode.Ok, reader.ReadText())),
        OpCode.Create2 => new(header.Type, new OperationResult(ErrorCode.Ok, reader.ReadText(), StatRecord.Read(ref reader))),
        OpCode.SetData => new(header.Type, new OperationResult(ErrorCode.Ok, Stat: StatRecord.Read(ref reader))),
        OpCode.Delete or OpCode.Check => new(header.Type, new OperationResult(ErrorCode.Ok)),
        MultiHeader.ErrorType => Failed((ErrorCode)reader.ReadInt()),
        _ => throw new WireFormatException($"a multi's result has type {header.Type}"),
    };

    public void Write(JuteWriter writer)
    {
        new MultiHeader(Type, Done: false, Type == MultiHeader.ErrorType ? (int)Result.Error : 0).Write(writer);
        switch (Type)
        {
            case MultiHeader.ErrorType:
                writer.WriteInt((int)Result.Error);
                break;
            case OpCode.Create:
                writer.WriteString(Result.Path);
                break;
            case OpCode.Create2:
                writer.WriteString(Result.Path);
                StatRecord.Write(writer, Result.Stat.GetValueOrDefault());
                break;
            case OpCode.SetData:
                StatRecord.Write(writer, Result.Stat.GetValueOrDefault());
                break;
        }
    }
}
